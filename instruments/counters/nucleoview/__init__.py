"""ChemoMetec NucleoView (NucleoCounter NC-200, NC-250, NC-3000): the result of a run as CSV."""
