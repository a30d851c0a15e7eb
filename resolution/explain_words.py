"""An explanation in words. Every phrase has a key, so that other languages can stand beside English."""

from __future__ import annotations

from collections.abc import Mapping

from resolution.explain import Explanation, Step
from resolution.explain_chain import Hop

ENGLISH: Mapping[str, str] = {
    "verdict.same": "{left} and {right} are taken for the same person.",
    "verdict.other": "{left} and {right} are taken for different persons.",
    "judgement.same": "The mentions by themselves: the same ({bits} bits, probability {probability}).",
    "judgement.review": "The mentions by themselves: doubtful ({bits} bits, probability {probability}).",
    "judgement.different": "The mentions by themselves: different ({bits} bits, probability {probability}).",
    "reason.cross_status": "One is a protected person and the other a facilitator: more evidence is asked.",
    "reason.alias_alone": "One is known by a nickname only: a nickname alone never settles who somebody is.",
    "reason.decided": "An investigator decided this; the decision outranks the score.",
    "reason.same_record": "Both stand in one record, which lists each person once.",
    "withheld": "A protected person is involved: values are not shown, only whether they agree.",
    "rules.none": "No rule proposed to compare them: no name, birth date, paper, number or plate in common.",
    "rules.some": "Compared because of: {rules}.",
    "obstacle.same_record": "Forbidden: the two persons appear side by side in one record.",
    "obstacle.two_curps": "Forbidden: two different valid CURPs.",
    "obstacle.birth_dates": "Forbidden: birth dates that no usual error explains.",
    "obstacle.decided_not_same": "Forbidden: an investigator decided that they are not the same.",
    "chain.direct": "They are linked directly.",
    "chain.via": "The way from one to the other:",
    "chain.hop": "  {left} = {right} ({bits} bits)",
    "chain.hop_decided": "  {left} = {right} (decided)",
    "step": "  {bits:>7}  {total:>7}  {probability:>7}  {what}: {how}{values}",
    "head": "     bits    total     prob.  what was compared",
    "values": " ({left} | {right})",
    "unknown": "not stated",
    "what.prior": "start",
    "what.given_names": "given names",
    "what.surnames": "surnames",
    "what.birth_date": "birth date",
    "what.sex": "sex",
    "what.nationality": "nationality",
    "what.curp": "CURP",
    "what.documents": "documents",
    "what.phones": "phone numbers",
    "what.online": "e-mail and online accounts",
    "what.accounts": "accounts and wallets",
    "what.plates": "vehicles",
    "what.aliases": "nicknames",
    "what.place": "place of the case",
    "what.context": "company and circumstances",
    "how.prior": "two mentions at random",
    "how.equal": "equal",
    "how.different": "different",
    "how.subset": "one leaves out a name the other has",
    "how.similar": "spelt or sounding alike",
    "how.initial": "same initial",
    "how.overlap": "one name shared, another different",
    "how.single_equal": "the same single surname",
    "how.swapped": "the same two in the other order",
    "how.second_missing": "one leaves out the second surname",
    "how.first_missing": "one has only the other's second surname",
    "how.one_equal": "one of two shared",
    "how.day_month_swapped": "day and month exchanged",
    "how.one_digit": "one digit apart",
    "how.same_year": "same year, one has no full date",
    "how.near_year": "a year apart, one has no full date",
    "how.same_month": "same month, other day",
    "how.same_year_other_day": "same year, other month",
    "how.one_character": "one character apart",
    "how.shared": "share one",
    "how.none_shared": "none shared",
    "how.shared_documents": "shared",
    "how.shared_phones_private": "share a number used by one or two names",
    "how.shared_phones_shared": "share a number several names use",
    "how.shared_phones_busy": "share a number many names use",
    "how.shared_online_private": "share one used by one or two names",
    "how.shared_online_shared": "share one several names use",
    "how.shared_accounts_private": "share one used by one or two names",
    "how.shared_accounts_shared": "share one several names use",
    "how.shared_plates_private": "share a vehicle seen with one or two names",
    "how.shared_plates_shared": "share a vehicle several names use",
    "how.shared_aliases_rare": "share a rare one",
    "how.shared_aliases_common": "share a common one",
    "how.same_municipality": "same municipality",
    "how.same_state": "same state",
    "how.elsewhere": "elsewhere",
    "how.associates": "the same associates in both cases",
    "how.incident": "both records tell of one incident",
    "how.belongings": "both cases have the same rare number, vehicle, account or address",
}


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
    rules = ", ".join(rule.replace("_", " ") for rule in explanation.rules)
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
