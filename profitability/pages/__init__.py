"""What each page says, as frozen records: HTML, the API and the PDF reports read the same ones."""
