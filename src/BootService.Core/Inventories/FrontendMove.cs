using BootService.Protocols.Net;

namespace BootService.Core.Inventories;

/// <summary>A frontend that comes up at another address than it had.</summary>
/// <param name="From">The address it had.</param>
/// <param name="Was">The network of that address.</param>
/// <param name="To">The address it has.</param>
/// <param name="Is">The network of this one.</param>
public readonly record struct FrontendMove(Ipv4 From, Ipv4Network Was, Ipv4 To, Ipv4Network Is)
{
    /// <summary>The same place in the new network; where that is the frontend's now, the place that it left. Null for what has none.</summary>
    public Ipv4? Moved(Ipv4 address)
    {
        if (address == From)
        {
            return To;
        }

        return !Was.Contains(address) || Placed(address) is not { } there ? null : there == To ? Placed(From) : there;
    }

    /// <summary>A text with the new address wherever it named the old one.</summary>
    public string Reworded(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var old = From.ToString();
        var at = 0;
        while ((at = text.IndexOf(old, at, StringComparison.Ordinal)) >= 0)
        {
            var end = at + old.Length;
            if (IsWhole(text, at, end))
            {
                var now = To.ToString();
                text = $"{text[..at]}{now}{text[end..]}";
                end = at + now.Length;
            }

            at = end;
        }

        return text;
    }

    private Ipv4? Placed(Ipv4 address)
    {
        var place = address.Value - Was.Address.Value;
        var there = new Ipv4(Is.Address.Value + place);
        return place <= Is.Broadcast.Value - Is.Address.Value && Is.IsHost(there) ? there : null;
    }

    // 10.1.1.1 is in 10.1.1.10 and in 110.1.1.1, and is neither.
    private static bool IsWhole(string text, int from, int end) =>
        (from == 0 || !(char.IsAsciiDigit(text[from - 1]) || text[from - 1] == '.'))
        && (end == text.Length || !(char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))));
}
