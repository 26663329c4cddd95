package dev.cyanotype.blueprint;

/// JSON Pointer (RFC 6901) escapes.
public final class JsonPointers {

  private JsonPointers() {}

  public static String escape(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }

  public static String unescape(String token) {
    return token.replace("~1", "/").replace("~0", "~");
  }
}
