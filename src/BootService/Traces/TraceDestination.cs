using BootService.Settings;

namespace BootService.Traces;

/// <summary>Where traces go.</summary>
/// <param name="Endpoint">The collector.</param>
/// <param name="Headers">What it wants in the headers, as OpenTelemetry writes them: <c>name=value,name=value</c>; null for nothing.</param>
internal sealed record TraceDestination(Uri Endpoint, string? Headers)
{
    /// <summary>Reads it, with the file that the settings name.</summary>
    /// <exception cref="StartException">The file cannot be read.</exception>
    public static TraceDestination Of(TraceSettings settings)
    {
        try
        {
            return new TraceDestination(
                new Uri(settings.Endpoint!),
                settings.HeadersFile is { } file ? string.Join(',', File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)) : null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Traces:HeadersFile {settings.HeadersFile} cannot be read ({fault.Message.TrimEnd('.')})");
        }
    }
}
