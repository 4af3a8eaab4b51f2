using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.IO;

/// <summary>The page of a network: whole, self-contained, readable for people who do not see it, and right.</summary>
public class ModelReportTests
{
    private static readonly Device s_cpu = Devices.Get("cpu");

    [Theory]
    [InlineData("dynamic-small")]
    [InlineData("drconv")]
    [InlineData("odconv")]
    [InlineData("inception")]
    [InlineData("perceptron")]
    public void A_page_is_well_formed_and_needs_nothing_else(string network)
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create(network, 1, 8, 8, 10, new RandomGenerator(1), s_cpu);
        string page = ModelReport.Html(Subject(network, model, TestPicture.Of(1, 8, 8, s_cpu)));
        XElement html = Parse(page);

        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("url(", page);
        Assert.DoesNotContain("@import", page);
        Assert.Empty(html.Descendants("script"));
        Assert.Equal("data:,", html.Descendants("link").Single().Attribute("href")!.Value);
        Assert.All(html.Descendants().Attributes("src").Concat(html.Descendants("image").Attributes("href")), source => Assert.StartsWith("data:image/png;base64,", source.Value));
        Assert.Contains("prefers-color-scheme:dark", html.Descendants("style").Single().Value);
        Assert.Contains(html.Descendants("meta"), meta => meta.Attribute("name")?.Value == "viewport");

        Assert.All(html.Descendants("img"), image => Assert.NotEmpty(image.Attribute("alt")!.Value));
        Assert.All(html.Descendants("svg"), chart => Assert.NotEmpty(chart.Attribute("aria-label")!.Value));
        Assert.All(html.Descendants("thead"), head => Assert.NotEmpty(head.Parent!.Element("caption")!.Value));
        Assert.All(html.Descendants("tr"), row => Assert.NotEmpty(row.Elements("th")));
        Assert.All(html.Descendants("figure"), figure => Assert.Single(figure.Elements("figcaption")));
        string[] ids = [.. html.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(html.Descendants("nav").Single().Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value[1..], ids));
        Assert.All(html.Descendants("tbody").SelectMany(body => body.Elements("tr")), row => Assert.Equal(row.Parent!.Parent!.Element("thead")!.Descendants("th").Count(), row.Elements().Count()));
    }

    [Fact]
    public void Pictures_in_a_page_are_pictures_of_the_stated_size()
    {
        using var scope = new TensorScope();
        using var folder = new TempFolder();
        using Module model = ModelCatalog.Create("conv", 1, 8, 8, 10, new RandomGenerator(1), s_cpu);
        int seen = 0;
        foreach (XElement image in Parse(ModelReport.Html(Subject("conv", model, TestPicture.Of(1, 8, 8, s_cpu)))).Descendants("img"))
        {
            Image picture = PngFile.Read(folder.Write($"{seen++}.png", Convert.FromBase64String(image.Attribute("src")!.Value["data:image/png;base64,".Length..])));
            Assert.Equal(($"{picture.Width}", $"{picture.Height}"), (image.Attribute("width")!.Value, image.Attribute("height")!.Value));
        }
        Assert.True(seen > 8, $"only {seen} pictures");
    }

    [Fact]
    public void The_numbers_are_those_of_the_analysis_and_every_run_gives_the_same_page()
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create("conv", 1, 8, 8, 10, new RandomGenerator(1), s_cpu);
        Tensor image = TestPicture.Of(1, 8, 8, s_cpu);
        string page = ModelReport.Html(Subject("conv", model, image));
        Assert.Equal(page, ModelReport.Html(Subject("conv", model, image)));
        NetworkCost cost = NetworkCost.Of(model, image);
        string text = Regex.Replace(page, "<style>.*?</style>|<[^>]+>", " ", RegexOptions.Singleline);
        Assert.Contains($" {cost.Parameters:N0} ", text);
        Assert.Contains($" {cost.MultiplyAdds:N0} ", text);
        Assert.Contains(NetworkCost.Definition, text);
        Assert.Contains(" c2 32 x 4 x 4 8 2 1 ", Regex.Replace(text, @"\s+", " "));
        Assert.Contains("1 TFLOP/s and 93.13 GiB a second", text);
        Assert.Contains("Checkerboard: none.", text);
    }

    [Fact]
    public void Text_never_becomes_markup()
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create("perceptron", 1, 8, 8, 10, new RandomGenerator(1), s_cpu);
        ReportSubject subject = Subject("perceptron", model, TestPicture.Of(1, 8, 8, s_cpu)) with { Name = "<b>&'\"", Description = "</style><script>x</script>", InputNote = "{0} <i>" };
        string page = ModelReport.Html(subject);
        Assert.DoesNotContain("<script", page);
        XElement html = Parse(page);
        Assert.Equal("<b>&'\"", html.Descendants("h1").Single().Value);
        Assert.Contains("{0} <i>", html.Value);
    }

    [Fact]
    public void Checkerboards_and_grids_are_named()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        using var model = new Sequential(
            new Conv2d(1, 4, 3, padding: 2, dilation: 2, generator: random), new Conv2d(4, 4, 3, padding: 2, dilation: 2, generator: random), new Conv2d(4, 4, 3, padding: 2, dilation: 2, generator: random),
            new ConvTranspose2d(4, 2, 3, stride: 2, generator: random), new ConvTranspose2d(2, 1, 4, stride: 2, padding: 1, generator: random));
        string text = Regex.Replace(ModelReport.Html(Subject("grid", model, TestPicture.Of(1, 16, 16))), "<style>.*?</style>|<[^>]+>", " ", RegexOptions.Singleline);
        text = Regex.Replace(text, @"\s+", " ");
        Assert.Contains("2 13 x 13 49 29%", text);
        Assert.Contains("From 0 on: 3x3 with dilations 2, 2, 2: 49 of 169 positions (13 x 13)", text);
        Assert.Contains("the rule is broken, 1, 2, 3 keep it", text);
        Assert.Contains("3 3 x 3 2 x 2 1 to 2 1 to 2 uneven: a checkerboard", text);
        Assert.Contains("4 4 x 4 2 x 2 2 to 2 2 to 2 even", text);
    }

    [Fact]
    public void A_page_is_written_whole_or_not_at_all()
    {
        using var scope = new TensorScope();
        using var folder = new TempFolder();
        using Module model = ModelCatalog.Create("conv", 1, 8, 8, 10, new RandomGenerator(1), s_cpu);
        ReportSubject subject = Subject("conv", model, TestPicture.Of(1, 8, 8, s_cpu));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => ModelReport.Write(folder.File("r.html"), subject, stop.Token));
        Assert.Empty(Directory.GetFiles(folder.Path));
        ModelReport.Write(folder.File("r.html"), subject);
        Assert.Equal([folder.File("r.html")], Directory.GetFiles(folder.Path));
        Assert.StartsWith(
            "[report] the input must be one image, [1, C, H, W]. Got [2, 1, 8, 8].",
            Assert.Throws<ArgumentException>(() => ModelReport.Html(subject with { Input = Tensor.Zeros([2, 1, 8, 8]) })).Message);
    }

    private static ReportSubject Subject(string name, Module model, Tensor image) => new(name, "for a test", model, image, "a picture")
    {
        Roofline = new Roofline(1e12, 1e11), Machine = "A machine", FieldSamples = 2,
    };

    /// <summary>The page as XML, which it is too, so that nothing is left open.</summary>
    private static XElement Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }
}
