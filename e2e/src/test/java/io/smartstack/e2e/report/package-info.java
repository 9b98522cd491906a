/** What came of the scenes: comes in one result each; goes out a file each, and one page of all. */
@NullMarked
package io.smartstack.e2e.report;

import org.jspecify.annotations.NullMarked;
