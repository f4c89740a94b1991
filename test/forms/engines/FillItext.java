import com.itextpdf.text.pdf.AcroFields;
import com.itextpdf.text.pdf.PdfReader;
import com.itextpdf.text.pdf.PdfStamper;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Paths;

/**
 * Fills PDF forms with iText 5. Arguments and lists of values as in fill_poppler.py. The third argument of setField keeps
 * the tick that a form draws: without it iText draws a cross or a dot of its own.
 */
public class FillItext {
  public static void main(String[] arguments) throws Exception {
    for (int at = 0; at < arguments.length; at += 3) {
      PdfReader reader = new PdfReader(arguments[at]);
      PdfStamper stamper = new PdfStamper(reader, new FileOutputStream(arguments[at + 1]));
      AcroFields fields = stamper.getAcroFields();
      for (String line : Files.readAllLines(Paths.get(arguments[at + 2]))) {
        String[] parts = line.split("\t");
        if (!fields.setField(parts[1], parts[2].replace("\\n", "\n"), true)) {
          throw new Exception("no such field: " + parts[1]);
        }
      }
      stamper.close();
      reader.close();
    }
  }
}
