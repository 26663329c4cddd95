package dev.cyanotype.blueprint.export;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Exports as HTTP answers.
public final class ExportAnswers {

  /// How many warnings the answer has.
  public static final String WARNINGS = "X-Cyanotype-Warnings";

  private ExportAnswers() {}

  /// The file in an object with its warnings.
  public static RestResponse<Export> envelope(Export export) {
    return ResponseBuilder.ok(export).header(WARNINGS, export.warnings().size()).build();
  }

  /// The file by itself, with the name to save it under (RFC 6266).
  public static RestResponse<String> file(Export export) {
    return ResponseBuilder.ok(export.content(), export.mediaType())
        .header(
            HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + export.fileName() + "\"")
        .header(WARNINGS, export.warnings().size())
        .build();
  }
}
