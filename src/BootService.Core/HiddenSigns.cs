using System.Globalization;
using System.Text;

namespace BootService.Core;

/// <summary>
/// Signs of a text that nobody sees and that change what is seen: control characters move a terminal's cursor, marks of direction turn the rest of a line
/// round (https://trojansource.codes), blanks without width make two names look the same. Pure.
/// </summary>
public static class HiddenSigns
{
    private const char Control = '?';

    /// <summary>A text on one line as it is meant to be read: ? for a control character, \u202e for another hidden sign.</summary>
    /// <param name="text">The text; most have nothing hidden, and are given back as they are.</param>
    /// <param name="control">What is written for a control character.</param>
    public static string Shown(string text, char control = Control) => Shown(text, (shown, _) => shown.Append(control));

    /// <summary>The same, where control characters are written as whoever shows them has it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="control">Writes a control character.</param>
    public static string Shown(string text, Action<StringBuilder, Rune> control)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(control);
        if (Ascii.IsValid(text) && !text.Any(char.IsControl))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        var before = default(Rune);
        foreach (var sign in text.EnumerateRunes())
        {
            if (Rune.IsControl(sign))
            {
                control(shown, sign);
            }
            else if (IsHidden(sign, before))
            {
                shown.Append(sign.Value > char.MaxValue ? $"\\U{sign.Value:x8}" : $"\\u{sign.Value:x4}");
            }
            else
            {
                shown.Append(sign);
            }

            before = sign;
        }

        return shown.ToString();
    }

    /// <summary>Joiners belong to how Persian, Hindi and others are written, and to pictures: after such a sign they are seen.</summary>
    private static bool IsHidden(Rune sign, Rune before) => Rune.GetUnicodeCategory(sign) switch
    {
        UnicodeCategory.Format => sign.Value is not (0x200c or 0x200d) || before.IsAscii,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };
}
