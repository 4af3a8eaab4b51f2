// oneDNN as a peer of `IlgpuConv.Perf peers`: measures the forward of one layer a request.
//
// A request is a line of tab-separated fields on standard input, as torch_peer.py has them:
//     threads  seconds  mode  kind  x  w  y  stride  dilation  padding
// The answer is a line of JSON: the median seconds of each variant that exists for the layer. Filters are packed beforehand, as an
// inference engine does.
//
// Debian: libdnnl-dev.  g++ -O2 -march=native -fopenmp onednn_peer.cpp -ldnnl -o onednn_peer
#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include <dnnl.hpp>
#include <omp.h>

using dims = dnnl::memory::dims;
using tag = dnnl::memory::format_tag;

static double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

static std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

static dims sizes(const std::string& text) {
    dims result;
    for (const std::string& part : split(text, ',')) result.push_back(std::stol(part));
    return result;
}

// One prepared primitive with its memory.
struct Layer {
    dnnl::primitive primitive;
    std::unordered_map<int, dnnl::memory> arguments;
};

static void fill(const dnnl::memory& memory, float scale) {
    static std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    auto* values = static_cast<float*>(memory.get_data_handle());
    for (size_t i = 0; i < memory.get_desc().get_size() / sizeof(float); i++) values[i] = normal(generator) * scale;
}

template <class Description>
static Layer bind(const dnnl::engine& engine, const Description& description, dnnl::primitive primitive) {
    dnnl::memory x(description.src_desc(), engine), w(description.weights_desc(), engine), b(description.bias_desc(), engine),
        y(description.dst_desc(), engine);
    fill(x, 1);
    fill(w, 0.05f);
    fill(b, 1);
    return {primitive, {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, y}}};
}

static Layer prepare(const dnnl::engine& engine, const std::vector<std::string>& request, tag layout, bool winograd) {
    const dims x = sizes(request[4]), w = sizes(request[5]), y = sizes(request[6]), stride = sizes(request[7]), padding = sizes(request[9]);
    dims dilation = sizes(request[8]);
    for (auto& d : dilation) d--;  // oneDNN counts the holes
    const auto f32 = dnnl::memory::data_type::f32;
    const dnnl::memory::desc xd(x, f32, layout), wd(w, f32, tag::any), bd({y[1]}, f32, tag::x), yd(y, f32, layout);
    const auto inference = dnnl::prop_kind::forward_inference;
    if (request[3] == "tconv") {
        const auto algorithm = winograd ? dnnl::algorithm::deconvolution_winograd : dnnl::algorithm::deconvolution_direct;
        dnnl::deconvolution_forward::primitive_desc description({inference, algorithm, xd, wd, bd, yd, stride, dilation, padding, padding}, engine);
        return bind(engine, description, dnnl::deconvolution_forward(description));
    }
    const auto algorithm = winograd ? dnnl::algorithm::convolution_winograd : dnnl::algorithm::convolution_direct;
    dnnl::convolution_forward::primitive_desc description({inference, algorithm, xd, wd, bd, yd, stride, dilation, padding, padding}, engine);
    return bind(engine, description, dnnl::convolution_forward(description));
}

static double measure(dnnl::stream& stream, const Layer& layer, double seconds) {
    auto run = [&] {
        layer.primitive.execute(stream, layer.arguments);
        stream.wait();
    };
    run();
    std::vector<double> times;
    for (const double begin = now(); times.size() < 5 || now() - begin < seconds;) {
        const double start = now();
        run();
        times.push_back(now() - start);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

int main() {
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    dnnl::stream stream(engine);
    const auto* version = dnnl::version();
    std::cout << "{\"peer\": \"onednn\", \"version\": \"" << version->major << '.' << version->minor << '.' << version->patch << "\"}" << std::endl;
    std::string key;
    std::map<std::string, Layer> layers;
    for (std::string line; std::getline(std::cin, line);) {
        const std::vector<std::string> request = split(line, '\t');
        omp_set_num_threads(std::stoi(request[0]));
        std::string wanted = request[0];  // a primitive is made for a number of threads
        for (size_t i = 3; i < request.size(); i++) wanted += '\t' + request[i];
        if (wanted != key) {
            key = wanted;
            layers.clear();
            const tag last = sizes(request[4]).size() == 5 ? tag::ndhwc : tag::nhwc;
            auto add = [&](const char* name, tag layout, bool winograd) {
                try {
                    layers.emplace(name, prepare(engine, request, layout, winograd));
                } catch (const dnnl::error&) {
                    // the variant does not exist for this layer
                }
            };
            add("direct", tag::any, false);
            add("direct-channels-last", last, false);
            add("winograd", tag::any, true);
        }
        std::cout << '{';
        const char* comma = "";
        for (const auto& [name, layer] : layers) {
            std::cout << comma << '"' << name << "\": " << measure(stream, layer, std::stod(request[1]));
            comma = ", ";
        }
        std::cout << '}' << std::endl;
    }
}
