"""What a reader sees, declared once: question, figures, finding, chart, table. No Streamlit inside."""
