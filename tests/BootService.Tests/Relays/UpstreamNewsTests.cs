using BootService.Upstream;
using Xunit;

namespace BootService.Tests.Relays;

public sealed class UpstreamNewsTests
{
    [Fact]
    public void Reasons_that_alternate_are_said_once_each_until_a_frontend_answers()
    {
        var news = new UpstreamNews();

        Assert.False(news.IsNews(null));
        string[] reasons = ["fe1 refuses", "fe2 refuses", "fe1 refuses", "fe2 refuses", "fe1 refuses"];
        Assert.Equal([true, true, false, false, false], reasons.Select(news.IsNews));
        Assert.True(news.IsNews(null));
        Assert.False(news.IsNews(null));
        Assert.True(news.IsNews("fe1 refuses"));
    }
}
