using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace BootService.Core.Webhooks;

/// <summary>Whom the frontend tells of what happens: an address that takes a POST, signed as Standard Webhooks (standardwebhooks.com) has it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where it is told, an address of http or https. Its path may be a secret of the receiver's: people are shown <see cref="Place"/>.</param>
/// <param name="Secret">What its messages are signed with: <see cref="Prefix"/> and the key in base64.</param>
/// <param name="Made">When it was added.</param>
public sealed record Webhook(string Name, string Url, string Secret, DateTimeOffset Made)
{
    /// <summary>What every secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int KeyLength = 32;
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>The types of messages it is told, of <see cref="WebhookTypes"/>, with commas between them.</summary>
    public string Types { get; init; } = string.Empty;

    /// <summary>Where it is told, as far as anybody may see it: scheme, host and port.</summary>
    public string Place => PlaceOf(Url);

    /// <summary>Whether it is told messages of a type.</summary>
    public bool Wants(string type) => Types.Split(',').Contains(type, StringComparer.Ordinal);

    /// <summary>A new secret from the system's random source.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength));

    /// <summary>Whether a text is a secret: a key of 24 to 64 octets.</summary>
    public static bool IsSecret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length <= Prefix.Length + (LongestKey * 2)
            && Convert.TryFromBase64String(text[Prefix.Length..], new byte[LongestKey * 2], out var length) && length is >= ShortestKey and <= LongestKey;
    }

    /// <summary>The signature of a message, as its header <c>webhook-signature</c> has it: <c>v1,</c> and the HMAC-SHA256 in base64.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="sent">When it is sent, in seconds since 1970.</param>
    /// <param name="body">The message.</param>
    public string Sign(string id, long sent, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret[Prefix.Length..]), Encoding.UTF8.GetBytes($"{id}.{sent}.{body}")));

    /// <summary>Scheme, host and port of an address, without what somebody may have put before the host; the word that it is none where it is none.</summary>
    public static string PlaceOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) ? $"{address.Scheme}://{address.Authority}" : "no address";
}

/// <summary>What a message is of, and whose.</summary>
/// <param name="Webhook">The name of the webhook.</param>
/// <param name="Id">The message's id, the same however often it is sent.</param>
public readonly record struct DeliveryKey(string Webhook, string Id);

/// <summary>A message that a webhook has not taken yet.</summary>
/// <param name="Key">Whose, and which.</param>
/// <param name="Frontend">The frontend that sends it.</param>
/// <param name="Made">When what it tells happened.</param>
/// <param name="Body">What is sent, JSON.</param>
public sealed record WebhookDelivery(DeliveryKey Key, string Frontend, DateTimeOffset Made, string Body);

/// <summary>The types of messages.</summary>
public static class WebhookTypes
{
    /// <summary>An installer was handed out for the first time.</summary>
    public const string Begun = "install.begun";

    /// <summary>A node said that it is installed.</summary>
    public const string Done = "install.done";

    /// <summary>An install failed or got stuck.</summary>
    public const string Failed = "install.failed";

    /// <summary>A machine that is no host booted from the network.</summary>
    public const string Unknown = "machine.unknown";

    /// <summary>Another DHCP server answers on a boot network.</summary>
    public const string Rogue = "dhcp.rogue";

    /// <summary>Somebody tries whether it arrives.</summary>
    public const string Test = "test";

    /// <summary>Those that can be asked for.</summary>
    public static ImmutableArray<string> All { get; } = [Begun, Done, Failed, Unknown, Rogue];
}
