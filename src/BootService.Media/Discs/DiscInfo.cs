using System.Globalization;

namespace BootService.Media.Discs;

/// <summary>A disc's <c>.discinfo</c>: when it was made, the name and release, the architecture, and which disc of several it is, a line each.</summary>
/// <param name="Product">The second line: <c>CentOS 6.6</c>; newer media write the release alone.</param>
/// <param name="Arch">The architecture.</param>
/// <param name="Disc">Which disc it is; 1 when it stands for all of them or does not say.</param>
internal sealed record DiscInfo(string Product, string Arch, int Disc)
{
    /// <summary>The name before the release; null when there is none.</summary>
    public string? Family => Product.LastIndexOf(' ') is var blank and > 0 ? Product[..blank].Trim() : null;

    /// <summary>The release.</summary>
    public string Version => Product[(Product.LastIndexOf(' ') + 1)..];

    /// <summary>Reads it; null when it has no release or architecture.</summary>
    public static DiscInfo? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines is [_, { Length: > 0 } product, { Length: > 0 } arch, ..]
            ? new DiscInfo(
                product, arch, lines is [_, _, _, var disc, ..]
                    && int.TryParse(disc.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1)
            : null;
    }
}
