package dev.cyanotype.requirements;

import java.math.BigDecimal;

/// One word, number or sign of a text.
///
/// @param text in lower case, at most [Words#MAX_LENGTH] characters
/// @param stem what `text` shares with its other forms: `deploy` for `deployed`, `deploys`
/// @param number what a number says, with `k` and `m` multiplied out; null for what is no number
/// @param unit letters written onto the number: `x` in `2x`, `gb` in `8gb`; else empty
/// @param joined to the word before it by a hyphen, as `web` in `ha-web-app`
/// @param startsClause after a comma, colon or bracket, or first of its sentence
public record Word(
    String text,
    String stem,
    BigDecimal number,
    String unit,
    boolean joined,
    boolean startsClause,
    boolean startsSentence) {

  public boolean isNumber() {
    return number != null;
  }
}
