"""Streamlit glue: the frame around every page, filters, drawing a panel, drill-down."""
