using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace BootService.Http;

/// <summary>The stretch of a file that a request wants (RFC 9110 §14).</summary>
/// <param name="Status">200 for the whole, 206 for a part, 416 for a part that is not there.</param>
/// <param name="First">First byte of the stretch.</param>
/// <param name="Count">Bytes of it.</param>
internal readonly record struct FileRange(int Status, long First, long Count)
{
    /// <summary>
    /// Reads the Range and If-Range headers of a GET; other methods know none (RFC 9110 §14.2). Several ranges, and units we do not know, get the whole file,
    /// as the RFC allows.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="validators">Which version it is.</param>
    public static FileRange Of(HttpRequest request, long length, FileValidators validators) =>
        HttpMethods.IsGet(request.Method) ? Of(request.Headers, length, validators) : new FileRange(StatusCodes.Status200OK, 0, length);

    private static FileRange Of(IHeaderDictionary request, long length, FileValidators validators)
    {
        var whole = new FileRange(StatusCodes.Status200OK, 0, length);
        if (request.Range.Count == 0 || !RangeHeaderValue.TryParse(request.Range.ToString(), out var wanted)
            || !wanted.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase) || wanted.Ranges.Count != 1)
        {
            return whole;
        }

        if (request.IfRange.Count > 0 && !validators.AreOf(request.IfRange.ToString()))
        {
            return whole;
        }

        var range = wanted.Ranges.First();
        var first = range.From ?? Math.Max(0, length - (range.To ?? 0));
        var last = range.From is null ? length - 1 : Math.Min(range.To ?? (length - 1), length - 1);
        return first >= length || (range.From is null && range.To == 0)
            ? new FileRange(StatusCodes.Status416RangeNotSatisfiable, 0, 0)
            : new FileRange(StatusCodes.Status206PartialContent, first, last - first + 1);
    }

    /// <summary>The Content-Range header for a part, or for a part that is not there.</summary>
    public string Describe(long length) => Status == StatusCodes.Status416RangeNotSatisfiable
        ? string.Create(CultureInfo.InvariantCulture, $"bytes */{length}")
        : string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{First + Count - 1}/{length}");
}
