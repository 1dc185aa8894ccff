/* Writes rows.sas7bdat, rows-packed.sas7bdat and none.sas7bdat; see make-foreign-fixtures.py for what is in them. */
#include <math.h>
#include <readstat.h>
#include <stdio.h>
#include <stdlib.h>

static ssize_t put(const void *data, size_t length, void *file) { return (ssize_t)fwrite(data, 1, length, file); }

static void check(readstat_error_t code) {
    if (code == READSTAT_OK) return;
    fprintf(stderr, "%s\n", readstat_error_message(code));
    exit(1);
}

static void make(const char *name, int rows, readstat_compress_t compression) {
    FILE *file = fopen(name, "wb");
    if (file == NULL) exit(1);
    readstat_writer_t *writer = readstat_writer_init();
    check(readstat_set_data_writer(writer, put));
    check(readstat_writer_set_file_label(writer, "Synthetic table"));
    check(readstat_writer_set_compression(writer, compression));
    check(readstat_writer_set_file_timestamp(writer, 0));
    readstat_variable_t *id = readstat_add_variable(writer, "id", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_t *value = readstat_add_variable(writer, "value", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_t *word = readstat_add_variable(writer, "word", READSTAT_TYPE_STRING, 8);
    readstat_variable_set_label(id, "Identifier");
    readstat_variable_set_label(value, "Synthetic value");
    readstat_variable_set_label(word, "Short text");
    readstat_variable_set_format(value, "BEST");
    check(readstat_begin_writing_sas7bdat(writer, file, rows));
    for (int row = 0; row < rows; row++) {
        char text[16] = "";
        if (row % 5 != 0) snprintf(text, sizeof text, "w%d", row % 10);
        check(readstat_begin_row(writer));
        check(readstat_insert_double_value(writer, id, row + 1));
        if (row % 7 == 4) {
            check(readstat_insert_missing_value(writer, value));
        } else {
            check(readstat_insert_double_value(writer, value, (row - 500) / 4.0));
        }
        check(readstat_insert_string_value(writer, word, text));
        check(readstat_end_row(writer));
    }
    check(readstat_end_writing(writer));
    readstat_writer_free(writer);
    fclose(file);
}

int main(void) {
    make("rows.sas7bdat", 1000, READSTAT_COMPRESS_NONE);
    make("rows-packed.sas7bdat", 1000, READSTAT_COMPRESS_ROWS);
    make("none.sas7bdat", 0, READSTAT_COMPRESS_NONE);
    return 0;
}
