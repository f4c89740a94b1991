import { inspectForms } from '../each-pdf.ts';

inspectForms('ZZ');
