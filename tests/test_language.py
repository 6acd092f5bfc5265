"""Scripts that tell a language, and those that do not."""

from __future__ import annotations

import pytest

from impactmap.language import language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("混んだ駅で乗り換える", "ja"),
        ("환승을 놓친다", "ko"),
        ("לא יודע איזו טיוטה", "he"),
        ("Ποιο προσχέδιο ισχύει", "el"),
        ("ไม่รู้ว่าฉบับไหน", "th"),
        ("营销团队把预算浪费", ""),
        ("Какая версия последняя", ""),
        ("معرفة الفواتير", ""),
        ("Which draft is current?", ""),
        ("10 μm and a π", ""),
        ("", ""),
    ],
)
def test_only_what_the_script_tells_is_said(text: str, tag: str) -> None:
    assert language(text) == tag
