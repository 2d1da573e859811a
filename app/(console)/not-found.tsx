import NotFound from '../not-found.tsx';

/** As outside, with the navigation around it. */
export default NotFound;
