package dev.cyanotype.request;

import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Which part of a list is asked for.
///
/// @param skip entries before the first one, from 0
/// @param limit entries at most, from 1 to [#MAX_LIMIT]
public record Paging(long skip, int limit) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;

  private static final String SKIP = "skip";
  private static final String LIMIT = "limit";

  /// One part of a list.
  ///
  /// @param total entries of the whole list
  public record Page<T>(List<T> entries, long total) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /// @param skip as in the query; null for 0
  /// @param limit as in the query; null for [#DEFAULT_LIMIT]
  /// @throws ProblemException 422 where one of them is out of its bounds
  public static Paging of(String skip, String limit) {
    List<FieldError> errors = new ArrayList<>();
    long first = number(skip, 0);
    long most = number(limit, DEFAULT_LIMIT);
    if (first < 0) {
      errors.add(new FieldError(SKIP, "must be a whole number from 0"));
    }
    if (most < 1 || most > MAX_LIMIT) {
      errors.add(new FieldError(LIMIT, "must be a whole number from 1 to " + MAX_LIMIT));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
    return new Paging(first, (int) most);
  }

  private static long number(String text, long otherwise) {
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  /// Says how long the whole list is, and where the parts beside this one are (RFC 8288).
  public <T> ResponseBuilder<T> describe(ResponseBuilder<T> answer, long total, UriInfo uri) {
    List<String> links = new ArrayList<>();
    if (skip > 0) {
      links.add(link(uri, Math.max(0, skip - limit), "prev"));
    }
    if (skip < total - limit) {
      links.add(link(uri, skip + limit, "next"));
    }
    answer.header("X-Total-Count", total);
    return links.isEmpty() ? answer : answer.header("Link", String.join(", ", links));
  }

  /// Relative to the host, since what it is called outside is not known here.
  private String link(UriInfo uri, long from, String relation) {
    UriBuilder target =
        uri.getRequestUriBuilder().replaceQueryParam(SKIP, from).replaceQueryParam(LIMIT, limit);
    java.net.URI built = target.build();
    return "<%s?%s>; rel=\"%s\"".formatted(built.getRawPath(), built.getRawQuery(), relation);
  }
}
