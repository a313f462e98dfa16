using BootService.Commands.Catalog;

namespace BootService.Commands.Tests.Catalog;

/// <summary>The journal and the log of changes keep command lines, and no secret in them, wherever it stood.</summary>
public class LoggedLineTests
{
    [Theory]
    [InlineData("set host attr backend-0-0 attr=site.token value=s3cret", "set host attr backend-0-0 attr=site.token value=...")]
    [InlineData("set host attr backend-0-0 attr=site.token valeu=s3cret", "set host attr backend-0-0 attr=site.token valeu=...")]
    [InlineData("set host attr backend-0-0 site.token s3cret", "set host attr backend-0-0 ... ...")]
    [InlineData("set password password=s3cret", "set password password=...")]
    [InlineData("set password s3cret", "set password ...")]
    [InlineData("set password backend-0-0", "set password backend-0-0")]
    [InlineData("set pasword password=s3cret", "set ... password=...")]
    [InlineData("s3cret", "...")]
    [InlineData("create mirror http://ann:s3cret@mirror/ name=updates", "create mirror http://mirror/ name=updates")]
    [InlineData("create mirror url=http://ann:s3cret@mirror/ nosuch=s3cret", "create mirror url=http://mirror/ nosuch=...")]
    [InlineData("add pallet http://mirror/x.iso?token=s3cret", "add pallet http://mirror/x.iso?...")]
    [InlineData("add pallet http://ann:s3/cret@[bad/x", "add pallet http://[bad/x")]
    [InlineData("set host comment backend-0-0 comment=rack&4 dryrun=yes", "set host comment backend-0-0 comment=rack&4 dryrun=yes")]
    [InlineData("list host backend-0-0 output-format=json", "list host backend-0-0 output-format=json")]
    public void What_has_no_place_in_the_verb_is_not_kept(string line, string kept)
    {
        var words = line.Split(' ');
        var verb = CommandCatalog.Declared().Select(declared => declared.Declaration)
            .Where(declared => (line + " ").StartsWith(declared.Words + " ", StringComparison.Ordinal))
            .MaxBy(declared => declared.Words.Length);
        var called = verb?.Words.Split(' ').Length ?? (words.Length > 1 ? 1 : 0);
        Assert.Equal(kept, LoggedLine.Of(words, verb, called, word => word is "backend-0-0"));
    }
}
