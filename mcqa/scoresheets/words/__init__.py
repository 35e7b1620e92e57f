"""What the words of people mean: headings, components, and what a coordinator says of them."""
