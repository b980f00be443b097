"""The desks: a Flask application."""
