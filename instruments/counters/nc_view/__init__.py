"""ChemoMetec NC-View (NucleoCounter NC-202, NC-203): the result list as CSV."""
