/** The parts of Chart.js that our figures use, registered once; nothing else imports the library. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  SubTitle,
  Title,
  Tooltip,
} from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, SubTitle, Title, Tooltip);

export type { ChartConfiguration, Plugin } from 'chart.js';
export { Chart };
