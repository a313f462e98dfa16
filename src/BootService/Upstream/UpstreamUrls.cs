using System.Collections.Immutable;
using BootService.Core;

namespace BootService.Upstream;

/// <summary>The frontends that a relay follows, as the setting <c>Upstream</c> names them.</summary>
internal static class UpstreamUrls
{
    /// <summary>Reads the setting.</summary>
    /// <param name="text">URLs with commas between them.</param>
    /// <param name="fault">What is wrong with it, a sentence; null for nothing.</param>
    public static ImmutableArray<Uri> Parse(string text, out string? fault)
    {
        var urls = ImmutableArray.CreateBuilder<Uri>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(word, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || url.PathAndQuery != "/" || url.UserInfo.Length > 0)
            {
                fault = $"key \"Upstream\" has \"{AddressRedaction.WithoutSecrets(word)}\", and must be addresses of frontends' Admin:Listen such as "
                    + "https://fe1:8443, with commas between them";
                return [];
            }

            urls.Add(url);
        }

        fault = urls.Count == 0 ? "key \"Upstream\" is empty: name the frontends that this relay follows, such as https://fe1:8443" : null;
        return urls.ToImmutable();
    }
}
