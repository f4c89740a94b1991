import { inspectForms } from '../each-pdf.ts';

inspectForms('SY');
