"""The explorer as a site: its entrance, what is around every page, who may see what, its words."""
