package dev.cyanotype.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Values as both kinds of database take and give them.
public final class Column {

  private static final String REPLACEMENT = "\ufffd";

  private Column() {}

  /// What is stored: to the microsecond, so that it reads back as it was written.
  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  public static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /// Null where there is none.
  public static Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /// A text as both can hold it, at most `length` characters of UTF-16: NUL, which PostgreSQL
  /// refuses, and halves of surrogate pairs become U+FFFD.
  public static String text(String text, int length) {
    String whole = replaced(text);
    if (whole.length() <= length) {
      return whole;
    }
    int end = length - 1;
    return whole.substring(0, Character.isHighSurrogate(whole.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  private static String replaced(String text) {
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
              if (point == 0 || lone) {
                storable.append(REPLACEMENT);
              } else {
                storable.appendCodePoint(point);
              }
            });
    return storable.toString();
  }

  /// A pattern of LIKE, to be used with `ESCAPE '!'`, that finds `part` anywhere.
  public static String containing(String part) {
    String literal = part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return "%" + literal + "%";
  }
}
