using BootService.Core.Hosts;
using Xunit;

namespace BootService.Core.Tests.Hosts;

public class HostRangeTests
{
    [Theory]
    [InlineData("backend-0-0", "backend-0-0")]
    [InlineData("backend-5-[0-2]", "backend-5-0 backend-5-1 backend-5-2")]
    [InlineData("node[08-10,12]", "node08 node09 node10 node12")]
    [InlineData("r[1-2]-n[1-2]", "r1-n1 r1-n2 r2-n1 r2-n2")]
    public void A_bracket_counts(string word, string names) => Assert.Equal(names, string.Join(' ', HostRange.Names(word)));

    [Theory]
    [InlineData("backend-0-[0-", "lacks the ] of the bracket at character 11")]
    [InlineData("backend-0-[5-3]", "is no range of numbers such as [0-39] or [001-120,200]")]
    [InlineData("backend-0-[]", "is no range of numbers")]
    [InlineData("backend-0-[a-b]", "is no range of numbers")]
    [InlineData("backend-0-[1-2-3]", "is no range of numbers")]
    [InlineData("backend-0-[0-10000]", "names more than 10000 hosts")]
    [InlineData("n[0-999]-[0-999]-[0-999]-[0-999]-[0-999]", "names more than 10000 hosts")]
    [InlineData("n[0-2147483647]", "names more than 10000 hosts")]
    [InlineData("a_b[1-2]", "\"a_b1\" is not a host name")]
    public void What_cannot_be_counted_is_said(string word, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<RefusedException>(() => HostRange.Names(word)).Message, StringComparison.Ordinal);
}
