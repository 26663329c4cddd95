package dev.cyanotype.request;

import dev.cyanotype.problem.PlainProblems;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Refuses bodies over [#MAX_BYTES]: before reading them where they say their length, else as soon
/// as they are over.
@ApplicationScoped
public class BodyLimit {

  public static final long MAX_BYTES = 1024L * 1024;

  /// How long what a refused client still sends is read and dropped: hanging up on it at once would
  /// take the answer from it.
  private static final long LINGER_MILLIS = 1000;

  void register(@Observes Filters filters) {
    filters.register(BodyLimit::refuseTooLarge, Priorities.BODY_LIMIT);
  }

  private static void refuseTooLarge(RoutingContext context) {
    if (declaredLength(context) > MAX_BYTES) {
      refuse(context);
    } else if (context.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      readWithinLimit(context);
    } else {
      context.next();
    }
  }

  private static long declaredLength(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static void readWithinLimit(RoutingContext context) {
    Buffer body = Buffer.buffer();
    HttpServerRequest request = context.request();
    request.handler(
        part -> {
          if (body.length() + part.length() <= MAX_BYTES) {
            body.appendBuffer(part);
          } else {
            request.endHandler(null);
            refuse(context);
          }
        });
    request.endHandler(
        _ -> {
          ((RoutingContextInternal) context).setBody(body);
          context.next();
        });
  }

  private static void refuse(RoutingContext context) {
    refuse(context, 413, "The body is over " + MAX_BYTES + " bytes.");
  }

  /// Answers with a problem and drops the body, of which some may not have been sent yet. The
  /// connection is kept only where the body is within the limit and soon at its end.
  public static void refuse(RoutingContext context, int status, String detail) {
    HttpServerRequest request = context.request();
    request.handler(_ -> {});
    if (request.version() != HttpVersion.HTTP_2) {
      boolean tooLarge = mayBeTooLarge(context);
      if (tooLarge) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
      }
      if (tooLarge || !request.isEnded()) {
        context.vertx().setTimer(LINGER_MILLIS, _ -> hangUp(request, tooLarge));
      }
    }
    PlainProblems.send(context, status, detail);
  }

  private static void hangUp(HttpServerRequest request, boolean always) {
    if (always || !request.isEnded()) {
      request.connection().close();
    }
  }

  private static boolean mayBeTooLarge(RoutingContext context) {
    return declaredLength(context) > MAX_BYTES
        || context.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }
}
