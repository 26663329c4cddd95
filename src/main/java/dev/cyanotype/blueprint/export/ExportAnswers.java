package dev.cyanotype.blueprint.export;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Exports as HTTP answers.
public final class ExportAnswers {

  /// How many warnings the answer has.
  public static final String WARNINGS = "X-Cyanotype-Warnings";

  private ExportAnswers() {}

  /// The file by itself, with the name to save it under (RFC 6266), or the export as an object
  /// where `Accept` asks for JSON before anything else.
  public static RestResponse<Object> of(Export export, HttpHeaders headers) {
    ResponseBuilder<Object> answer =
        wantsObject(headers)
            ? ResponseBuilder.<Object>ok(export, MediaType.APPLICATION_JSON)
            : ResponseBuilder.<Object>ok(export.content(), export.mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(export));
    return answer.header(WARNINGS, export.warnings().size()).build();
  }

  private static boolean wantsObject(HttpHeaders headers) {
    MediaType first = headers.getAcceptableMediaTypes().getFirst();
    return !first.isWildcardType() && first.isCompatible(MediaType.APPLICATION_JSON_TYPE);
  }

  private static String attachment(Export export) {
    return "attachment; filename=\"" + export.fileName() + "\"";
  }
}
