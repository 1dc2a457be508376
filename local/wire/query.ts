import { describeError } from './error-members.ts';
import type { Protocol, WireRequest } from './message.ts';
import { readQueryForm } from './query-form.ts';
import { innerXml, type XmlFormat, xmlElements, xmlFormat } from './xml.ts';

const HEADERS = { 'content-type': 'text/xml' };
const formats = new Map<string, XmlFormat>();

/** The parameters of a query request: in the body of a POST, in the address of a GET. */
export function queryParameters(request: WireRequest): URLSearchParams {
  return request.method === 'GET' ? request.query : new URLSearchParams(request.body.toString('utf8'));
}

/** awsQuery: a form in, XML out. */
export const query: Protocol = {
  readInput: (request, { operation }) => readQueryForm(operation.input, queryParameters(request)),
  writeOutput(output, { model, operation }, requestId) {
    const { name } = operation;
    const metadata = `<ResponseMetadata>${xmlElements({ RequestId: requestId })}</ResponseMetadata>`;
    const xmlNamespace = model.xmlNamespace ?? '';
    const format = formats.get(model.id) ?? xmlFormat(xmlNamespace);
    formats.set(model.id, format);
    const result = operation.output.isUnitSchema()
      ? ''
      : `<${name}Result>${innerXml(format.write(operation.output, output))}</${name}Result>`;
    const body = `<${name}Response xmlns="${xmlNamespace}">${result}${metadata}</${name}Response>`;
    return { status: 200, headers: { ...HEADERS }, body };
  },
  writeError(error, service, requestId) {
    const { status, queryCode } = describeError(error, service);
    const fault = status < 500 ? 'Sender' : 'Receiver';
    const detail = xmlElements({ Type: fault, Code: queryCode, Message: error.message, ...error.members });
    const attribute = service?.xmlNamespace ? ` xmlns="${service.xmlNamespace}"` : '';
    const body = `<ErrorResponse${attribute}><Error>${detail}</Error>${xmlElements({ RequestId: requestId })}</ErrorResponse>`;
    return { status, headers: { ...HEADERS, 'x-amzn-errortype': queryCode }, body };
  },
};
