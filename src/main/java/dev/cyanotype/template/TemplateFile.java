package dev.cyanotype.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a user's file holds, as far as it can be told without knowing what a template is.
sealed interface TemplateFile {

  int MAX_BYTES = 1024 * 1024;

  /// @param digest the same exactly for the same content
  record Text(String content, String digest) implements TemplateFile {}

  record Unusable(String reason) implements TemplateFile {}

  /// Reads no more than the limit and one byte, whatever size the file says it has.
  static TemplateFile read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? new Unusable("the file is larger than 1 MiB")
          : new Text(text(bytes), digest(bytes));
    } catch (CharacterCodingException _) {
      return new Unusable("the file is not UTF-8 text");
    } catch (IOException e) {
      return new Unusable("the file cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
