using BootService.Cli.Tables;

namespace BootService.Cli.Tests.Tables;

public class CellTextTests
{
    [Theory]
    [InlineData("spare\u202ereversed", "spare\\u202ereversed")]
    [InlineData("two\nlines\tand\u001b[2J", "two\\nlines\\tand\\x1b[2J")]
    [InlineData("a\u200bb\u2028c\U000e0041", "a\\u200bb\\u2028c\\U000e0041")]
    [InlineData("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 ü", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 ü")]
    public void A_cell_does_nothing_to_a_terminal_and_hides_nothing(string text, string shown) => Assert.Equal(shown, CellText.Shown(text));
}
