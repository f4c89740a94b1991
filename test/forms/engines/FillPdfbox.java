import java.io.File;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;

/** Fills PDF forms with PDFBox. Arguments and lists of values as in fill_poppler.py. */
public class FillPdfbox {
  public static void main(String[] arguments) throws Exception {
    for (int at = 0; at < arguments.length; at += 3) {
      try (PDDocument document = PDDocument.load(new File(arguments[at]))) {
        PDAcroForm form = document.getDocumentCatalog().getAcroForm();
        for (String line : Files.readAllLines(Paths.get(arguments[at + 2]))) {
          String[] parts = line.split("\t");
          PDField field = form.getField(parts[1]);
          if (field == null) throw new Exception("no such field: " + parts[1]);
          field.setValue(parts[2].replace("\\n", "\n"));
        }
        document.save(arguments[at + 1]);
      }
    }
  }
}
