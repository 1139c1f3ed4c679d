"""From any code to what it came from and what came from it: the graph, the page, the check."""
