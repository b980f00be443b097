"""A parsed process to a chart: model, layout, DOT, SVG."""
