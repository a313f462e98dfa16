namespace BootService.Firmware.Loaders;

/// <summary>A kernel's command line: words with spaces between, <c>name=value</c> many of them.</summary>
public static class KernelLine
{
    /// <summary>The words.</summary>
    public static IReadOnlyList<string> Words(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The value of a name, the last one said; null when it is not said.</summary>
    public static string? Find(string line, params ReadOnlySpan<string> names)
    {
        foreach (var word in Words(line).Reverse())
        {
            foreach (var name in names)
            {
                if (word.StartsWith(name + "=", StringComparison.Ordinal))
                {
                    return word[(name.Length + 1)..];
                }
            }
        }

        return null;
    }
}
