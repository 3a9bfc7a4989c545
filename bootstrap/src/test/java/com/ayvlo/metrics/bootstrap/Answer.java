package com.ayvlo.metrics.bootstrap;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;

/** What the service answered. */
public record Answer(int status, HttpHeaders headers, String body) {
    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** The body as JSON. */
    public Object json() {
        return Json.parse(body);
    }

    /** What stands in the body at a path of names and indexes, separated by slashes. */
    public Object at(String path) {
        return Json.at(json(), path);
    }

    /** A text in the body. */
    public String text(String path) {
        return (String) at(path);
    }

    /** A number in the body. */
    public double number(String path) {
        return ((BigDecimal) at(path)).doubleValue();
    }

    /** An array in the body. */
    public List<?> list(String path) {
        return (List<?>) at(path);
    }

    /** The first header of this name, else an empty text. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
