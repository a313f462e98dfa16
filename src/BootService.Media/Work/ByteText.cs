namespace BootService.Media.Work;

/// <summary>Numbers of bytes as people read them.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>The number in the unit that leaves one to three digits before the point: <c>4.2 GB</c>.</summary>
    public static string Of(double bytes)
    {
        var unit = 0;
        while (bytes >= 999.5 && unit < Units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        return unit == 0 || bytes >= 99.95 ? $"{bytes:0} {Units[unit]}" : $"{bytes:0.0} {Units[unit]}";
    }
}
