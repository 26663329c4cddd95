package dev.cyanotype.request;

/// The order of what happens to a request before its resource; higher comes first.
final class Priorities {

  static final int REQUEST_ID = 1000;
  static final int BODY_LIMIT = 900;
  static final int CONTENT_TYPE = 800;

  private Priorities() {}
}
