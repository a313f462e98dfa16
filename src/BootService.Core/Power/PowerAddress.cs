using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace BootService.Core.Power;

/// <summary>A host and a port as <c>power.address</c> names them.</summary>
/// <param name="Host">A name or an address; never begins with a dash, so that no program takes it for an option.</param>
/// <param name="Port">The port; 0 for the usual one.</param>
public readonly record struct PowerAddress(string Host, int Port)
{
    /// <summary>Reads <c>name</c>, <c>name:port</c>, an IPv4 or IPv6 address, or <c>[IPv6]:port</c>.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out PowerAddress address)
    {
        address = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (text.Count(letter => letter == ':') > 1 && text[0] != '[')
        {
            address = new PowerAddress(text, 0);
            return IPAddress.TryParse(text, out _);
        }

        var bracket = text.IndexOf(']', StringComparison.Ordinal);
        var colon = text.IndexOf(':', Math.Max(0, bracket));
        var host = colon < 0 ? text : text[..colon];
        var port = 0;
        if (colon >= 0
            && (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            return false;
        }

        if (bracket > 0)
        {
            address = new PowerAddress(host.Trim('[', ']'), port);
            return host is ['[', .., ']'] && IPAddress.TryParse(address.Host, out _);
        }

        address = new PowerAddress(host, port);
        return host.Length is > 0 and < 254 && host[0] != '-' && host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
    }

    /// <summary>As it is written in a URL.</summary>
    public override string ToString() => (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host) + (Port == 0 ? string.Empty : $":{Port}");
}
