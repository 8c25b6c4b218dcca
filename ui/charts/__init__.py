"""Charts: frozen figures in, one drawing for page and paper out. See svg.py for how a drawing becomes SVG."""

from ui.charts.alluvial import Flow, State, alluvial
from ui.charts.bars import Bar, bars
from ui.charts.dots import DotRow, dots
from ui.charts.drawing import Chart, ChartTable, Drawing, Paint
from ui.charts.heat_map import Cell, HeatRow, Tone, heat_map
from ui.charts.svg import page_svg, paper_svg
from ui.charts.tier_shares import ShareRow, tier_shares
from ui.charts.waterfall import Step, waterfall
from ui.charts.whale_curve import Band, CurvePoint, Highlight, whale_curve

__all__ = [
    "Band",
    "Bar",
    "Cell",
    "Chart",
    "ChartTable",
    "CurvePoint",
    "DotRow",
    "Drawing",
    "Flow",
    "HeatRow",
    "Highlight",
    "Paint",
    "ShareRow",
    "State",
    "Step",
    "Tone",
    "alluvial",
    "bars",
    "dots",
    "heat_map",
    "page_svg",
    "paper_svg",
    "tier_shares",
    "waterfall",
    "whale_curve",
]
