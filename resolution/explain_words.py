"""An explanation in words; the phrases of each language stand in a module of their own, by the same keys."""

from __future__ import annotations

from collections.abc import Mapping

from resolution.explain import Explanation, Step
from resolution.explain_chain import Hop
from resolution.phrases_en import ENGLISH


def explain_in_words(explanation: Explanation, phrases: Mapping[str, str] = ENGLISH) -> str:
    """Tell an explanation as text, one statement a line.

    Args:
        explanation: As `explain_pair` gives it.
        phrases: Wordings by key; those of another language have the same keys.
    """
    names = {"left": explanation.left_id, "right": explanation.right_id}
    last = explanation.steps[-1]
    figures = {"bits": _signed(last.total_bits), "probability": f"{last.probability:.3f}"}
    lines = [
        phrases["verdict.same" if explanation.is_same_person else "verdict.other"].format(**names),
        phrases[f"judgement.{explanation.judgement}"].format(**figures),
    ]
    if explanation.reason != "weight":
        lines.append(phrases[f"reason.{explanation.reason}"])
    lines += [phrases[f"obstacle.{code}"] for code in explanation.obstacles]
    rules = ", ".join(phrases[f"rule.{rule}"] for rule in explanation.rules)
    lines.append(phrases["rules.some"].format(rules=rules) if rules else phrases["rules.none"])
    lines += [
        phrases["head"],
        *(_step_line(step, phrases, is_withheld=explanation.is_withheld) for step in explanation.steps),
    ]
    if explanation.is_withheld:
        lines.append(phrases["withheld"])
    return "\n".join(lines + _chain_lines(explanation.chain, phrases))


def _step_line(step: Step, phrases: Mapping[str, str], *, is_withheld: bool) -> str:
    unknown = phrases["unknown"]
    values = phrases["values"].format(left=step.left_value or unknown, right=step.right_value or unknown)
    has_values = step.left_value is not None or step.right_value is not None
    return phrases["step"].format(
        bits=_signed(step.bits),
        total=_signed(step.total_bits),
        probability=f"{step.probability:.3f}",
        what=phrases[f"what.{step.comparison}"],
        how=phrases[f"how.{step.level}"],
        values=values if has_values and not is_withheld else "",
    )


def _chain_lines(chain: tuple[Hop, ...], phrases: Mapping[str, str]) -> list[str]:
    if not chain:
        return []
    if len(chain) == 1:
        return [phrases["chain.direct"]]
    return [phrases["chain.via"], *(_hop_line(hop, phrases) for hop in chain)]


def _hop_line(hop: Hop, phrases: Mapping[str, str]) -> str:
    names = {"left": hop.left_id, "right": hop.right_id}
    if hop.weight_bits is None:
        return phrases["chain.hop_decided"].format(**names)
    return phrases["chain.hop"].format(**names, bits=_signed(hop.weight_bits))


def _signed(bits: float) -> str:
    return f"{bits:+.1f}"
