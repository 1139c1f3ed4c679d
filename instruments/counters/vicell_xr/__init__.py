"""Beckman Coulter Vi-CELL XR: run summaries as .xlsx or .xls, single reports as workbook or text."""
